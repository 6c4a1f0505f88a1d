using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>Whether history says the same of an earlier policy as the PCE.</summary>
public enum EarlierCheck
{
    /// <summary>The last outcome up to that version left exactly these entries active.</summary>
    Agrees,

    /// <summary>It left others: a person edited the lists after it.</summary>
    Differs,

    /// <summary>History holds no outcome of that time.</summary>
    NotInHistory,
}

/// <summary>Our lists as an earlier version of the policy held them, told by the PCE.</summary>
/// <param name="Lists">Complete.</param>
/// <param name="Outcome">What history says of that time; null where it says nothing.</param>
public sealed record EarlierPolicy(PolicyVersion Version, ImmutableArray<PceList> Lists, EarlierCheck Check, Outcome? Outcome)
{
    /// <summary>History says of this very version that it held others: one of the two is wrong.</summary>
    public bool IsContradicted => Check is EarlierCheck.Differs && Outcome?.PolicyVersion == Version.Number;

    /// <param name="pce">What it asks.</param>
    /// <param name="history">Whole.</param>
    /// <param name="settings">Whose lists, and in which mode.</param>
    /// <param name="place">Which PCE it is (<see cref="PceView.Pce"/>).</param>
    /// <param name="number">Which version.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The policy, or for people why it cannot be had.</returns>
    /// <exception cref="PceException">The PCE could not be read.</exception>
    public static async Task<(EarlierPolicy? Policy, string? Fault)> ReadAsync(
        IPce pce,
        HistoryTail history,
        ReconcileSettings settings,
        string place,
        long number,
        CancellationToken cancellationToken
    )
    {
        var versions = await PolicyVersions.ReadAsync(pce, cancellationToken);
        if (
            await versions.FindAsync(number, cancellationToken) is not { } version
            || await versions.FindListsAsync(number, cancellationToken) is not { } lists
        )
        {
            return (
                null,
                $"the PCE knows no policy version {Text(number)}, or keeps it no more; its newest is {Text(versions.Newest.Number)}"
            );
        }

        ListPurpose[] absent =
        [
            .. new[] { ListPurpose.Inbound, ListPurpose.Outbound }.Where(list =>
                lists.All(other => other.Mark != new ListMark(settings.Owner, settings.Mode, list))
            ),
        ];
        if (absent is [var first, ..])
        {
            return (
                null,
                $"policy version {Text(number)} holds no {first.ToWord()} list of owner '{settings.Owner}' "
                    + $"in {settings.Mode.ToWord()} mode: "
                    + "there is nothing to go back to"
            );
        }

        var outcome = OutcomeOf(number, history, settings.Mode, place);
        var check =
            outcome is null ? EarlierCheck.NotInHistory
            : outcome.ActiveDigest == settings.OursIn(lists).Digest() ? EarlierCheck.Agrees
            : EarlierCheck.Differs;
        return (new EarlierPolicy(version, lists, check, outcome), null);
    }

    /// <summary>The version that was active at that moment: the newest that the PCE dates no later.</summary>
    /// <returns>The number, or for people why there is none.</returns>
    public static async Task<(long? Number, string? Fault)> FindAsync(
        IPce pce,
        HistoryTail history,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var listed = await pce.ReadNewestVersionsAsync(cancellationToken);
        if (listed.FirstOrDefault(version => version.CreatedAt <= at) is { } version)
        {
            return (version.Number, null);
        }

        // The PCE lists its newest versions only; history may know the number of an older one.
        var outcome = history.Records.LastOrDefault(record => record.Kind is HistoryKind.Outcome && record.At <= at) is { } record
            ? Outcome.Read(record)
            : null;
        return (outcome?.PolicyVersion ?? outcome?.NewestVersion) is { } number
            ? (number, null)
            : (null, $"neither the PCE nor history tells which policy version was active at {at:u}; name the version itself");
    }

    private static Outcome? OutcomeOf(long number, HistoryTail history, PceMode mode, string place) =>
        history
            .Records.Where(record => record.Kind is HistoryKind.Outcome)
            .Select(Outcome.Read)
            .LastOrDefault(outcome =>
                outcome.PolicyVersion <= number && outcome.Mode == mode && (outcome.Pce is null || outcome.Pce == place)
            );

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
