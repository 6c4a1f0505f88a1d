using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// The ledger against the PCE's version history, which whoever edits a ledger does not control. Each version that a reconcile made names
/// its intent by hash (<see cref="VersionMessage"/>). If the ledger does not hold that intent, an older ledger was put back, or its end
/// was cut off.
/// </summary>
public static class LedgerAnchor
{
    /// <summary>
    /// The newest of the versions that this owner's reconciles made, with the hash of its intent; null where there is none among them.
    /// </summary>
    public static AnchoredVersion? NewestOf(string owner, IEnumerable<PolicyVersion> versions) =>
        AllOf(owner, versions).MaxBy(version => version.Number);

    /// <summary>
    /// Those of a list of versions that the ledger should know and does not. What is older than the first version it knows of may be an
    /// earlier ledger's.
    /// </summary>
    /// <param name="history">The whole.</param>
    public static ImmutableArray<AnchoredVersion> Unknown(string owner, IEnumerable<PolicyVersion> versions, HistoryTail history)
    {
        var known = IntentsOf(history);
        var all = AllOf(owner, versions).ToImmutableArray();
        var first = all.Where(version => known.Contains(version.IntentHash)).Select(version => (long?)version.Number).Min();
        return
        [
            .. all.Where(version => !known.Contains(version.IntentHash) && (first is null || version.Number > first))
                .OrderByDescending(version => version.Number),
        ];
    }

    /// <summary>
    /// Asks the PCE for its newest versions and says of the newest of ours, where the ledger does not hold its intent, that it is so. Where
    /// they cannot be read, nothing is held up for that, and it is said.
    /// </summary>
    /// <param name="among">Which of the versions count.</param>
    /// <inheritdoc cref="DescribeUnknownAsync"/>
    public static async Task<string?> CompareAsync(
        string owner,
        IPce pce,
        Func<PolicyVersion, bool> among,
        HistoryTail tail,
        ILedgerReader ledger,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var versions = await pce.ReadNewestVersionsAsync(cancellationToken);
            return await DescribeUnknownAsync(owner, versions.Where(among), tail, ledger, cancellationToken);
        }
        catch (PceException unread)
        {
            return $"the ledger was not compared with the PCE's policy versions: {unread.Message}";
        }
    }

    /// <summary>The same of versions that were read.</summary>
    /// <param name="versions">Of the PCE.</param>
    /// <param name="tail">Looked into first: it mostly holds the intent.</param>
    /// <param name="ledger">Asked for the whole history where the tail does not.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A sentence without its full stop; null where all is well.</returns>
    public static async Task<string?> DescribeUnknownAsync(
        string owner,
        IEnumerable<PolicyVersion> versions,
        HistoryTail tail,
        ILedgerReader ledger,
        CancellationToken cancellationToken
    ) =>
        NewestOf(owner, versions) is not { } newest
        || IntentsOf(tail).Contains(newest.IntentHash)
        || IntentsOf(await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, cancellationToken)).Contains(newest.IntentHash)
            ? null
            : Describe(newest);

    /// <summary>For people.</summary>
    public static string Describe(AnchoredVersion unknown) =>
        $"policy version {unknown.Number} was made by Shield for this owner, and this ledger does not hold its intent "
        + $"{unknown.IntentHash[..12]}…: "
        + "a second ledger works under the same Pce:OwnerId, an older ledger was restored, or the end of its history was cut off. "
        + "Two ledgers of one owner undo each other's work, and acts recorded since a backup may be missing: see shield "
        + "doctor, check ledger-anchor";

    /// <summary>
    /// The other way round: whether the PCE's version that the ledger's newest outcome names is the one that this outcome's intent made.
    /// It is not where somebody put records at the end of history that no reconcile wrote, or where the PCE was rebuilt or restored since.
    /// </summary>
    /// <param name="history">Its newest outcome with a version is looked at.</param>
    /// <param name="newest">The PCE's newest version.</param>
    /// <param name="find">Asks the PCE for one version; null where it does not know it (any more).</param>
    public static async Task<ClaimedVersion?> ClaimAsync(HistoryTail history, long newest, Func<long, Task<PolicyVersion?>> find)
    {
        var claimed = history
            .Records.Where(record => record.Kind is HistoryKind.Outcome)
            .Select(Outcome.Read)
            .LastOrDefault(outcome => outcome.PolicyVersion is not null);
        if (claimed?.PolicyVersion is not { } number)
        {
            return null;
        }

        var answer =
            number > newest ? ClaimAnswer.IsNewerThanThePce
            : await find(number) is not { } version ? ClaimAnswer.IsForgotten
            : VersionMessage.Read(version.Message)?.IntentHash == claimed.IntentHash ? ClaimAnswer.Holds
            : ClaimAnswer.IsAnothers;
        return new ClaimedVersion(number, answer);
    }

    private static HashSet<string> IntentsOf(HistoryTail history) =>
        [
            .. history.Records.Where(record => record.Kind is HistoryKind.Intent).Select(record => record.Hash),
            .. history.Records.Where(record => record.Kind is HistoryKind.Outcome).Select(record => Outcome.Read(record).IntentHash),
        ];

    private static IEnumerable<AnchoredVersion> AllOf(string owner, IEnumerable<PolicyVersion> versions) =>
        from version in versions
        let message = VersionMessage.Read(version.Message)
        where message?.Owner == owner && message.IntentHash is not null
        select new AnchoredVersion(version.Number, message.IntentHash!);
}

/// <param name="Number">Of the policy version.</param>
/// <param name="IntentHash">Of the intent that made it.</param>
public sealed record AnchoredVersion(long Number, string IntentHash);

/// <summary>What the PCE says of the version that the ledger's newest outcome names.</summary>
/// <param name="Number">Of that version.</param>
public sealed record ClaimedVersion(long Number, ClaimAnswer Answer);

public enum ClaimAnswer
{
    Holds,

    /// <summary>The PCE does not keep it any more.</summary>
    IsForgotten,

    /// <summary>The PCE's version of that number does not name the intent.</summary>
    IsAnothers,

    /// <summary>The PCE has not made so many.</summary>
    IsNewerThanThePce,
}
