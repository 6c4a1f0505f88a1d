using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Wire;

namespace Shield.Pce.Calling;

/// <summary>
/// Makes drafts active, once. A POST whose answer is lost may have been done; a draft that is not there any more was made active,
/// by that POST or by somebody else. So between two attempts it looks (law 13).
/// </summary>
internal sealed class Provisioning(PceClient client, TimeProvider clock)
{
    private const int LongestDescription = 1_000;

    /// <summary>Several <c>init</c> of one owner at once may each make a part of the subset active.</summary>
    private const int MostRefusals = 20;
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(45);

    private string Path => $"{client.Organization}/sec_policy";

    /// <summary>A step of <c>init</c>, described with its moment, by which the version is known again after a lost answer.</summary>
    public Task<PolicyVersion> ProvisionStepAsync(string owner, string trigger, ChangeSubset subset, CancellationToken cancellationToken) =>
        ProvisionAsync(subset, VersionMessage.OfStep(owner, trigger, clock.GetUtcNow()), cancellationToken);

    /// <summary>The same, after the lease was renewed under which the step is made.</summary>
    public async Task<PolicyVersion> ProvisionStepAsync(
        string owner,
        string trigger,
        ChangeSubset subset,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        await renew(cancellationToken).ConfigureAwait(false);
        return await ProvisionStepAsync(owner, trigger, subset, cancellationToken).ConfigureAwait(false);
    }

    public Task<PolicyVersion> ProvisionAsync(ChangeSubset subset, string description, CancellationToken cancellationToken)
    {
        description = OutgoingText.Of(description, LongestDescription);
        var wanted = subset;
        return LostAnswers.MakeAsync(
            left => PostAsync(wanted, description, left, cancellationToken),
            async _ =>
            {
                if (await StillPendingAsync(wanted, cancellationToken).ConfigureAwait(false) is { } rest)
                {
                    wanted = rest;
                    return null;
                }

                var versions = await ReadVersionsAsync(cancellationToken).ConfigureAwait(false);
                return ToVersion(versions.FirstOrDefault(version => version.CommitMessage == description) ?? versions[0]);
            },
            new TimeLimit(clock, TimeOut),
            new KnownRefusals(SaysNoDraft, MostRefusals)
        );
    }

    /// <summary>
    /// The PCE says that an object does not exist or has no draft, so there is nothing to provision (docs/pce.md#3-refusals).
    /// </summary>
    private static bool SaysNoDraft(PceException failure) => failure is { Fault: PceFault.Rejected, Token: "not_acceptable_error" };

    /// <summary>
    /// Takes pending changes back, deletions too: draft and active are equal again. (PUT sec_policy/delete; without a subset it would take
    /// back everybody's, and a <see cref="ChangeSubset"/> is never empty.)
    /// </summary>
    public Task RevertAsync(ChangeSubset subset, CancellationToken cancellationToken) =>
        client.PutAsync(
            $"{Path}/delete",
            new RevertBody
            {
                ChangeSubset = new ChangeSubsetWire { IpLists = Hrefs(subset.IpLists), RuleSets = Hrefs(subset.RuleSets) },
            },
            PceJson.Default.RevertBody,
            PceClient.TimeOut,
            cancellationToken
        );

    /// <summary>
    /// The versions that steps of <c>init</c> made, each with the number of the one before it; newest first. Old ones may be missing.
    /// </summary>
    public async Task<ImmutableArray<(long Version, long Before)>> ReadStepsAsync(string owner, CancellationToken cancellationToken)
    {
        var versions = await ReadVersionsAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. versions
                .Zip(versions.Skip(1))
                .Where(pair => VersionMessage.Read(pair.First.CommitMessage) is { IntentHash: null } step && step.Owner == owner)
                .Select(pair => (pair.First.Version, pair.Second.Version)),
        ];
    }

    /// <summary>Newest first: the first is the policy that is active now. Old ones may be missing.</summary>
    public async Task<ImmutableArray<PolicyVersion>> ReadNewestAsync(CancellationToken cancellationToken) =>
        [.. (await ReadVersionsAsync(cancellationToken).ConfigureAwait(false)).Select(ToVersion)];

    /// <summary>One version by its number; null where the PCE does not know it (any more).</summary>
    public async Task<PolicyVersion?> ReadAsync(long number, CancellationToken cancellationToken) =>
        await client
            .FindAsync($"{Path}/{number.ToString(CultureInfo.InvariantCulture)}", PceJson.Default.PolicyVersionWire, cancellationToken)
            .ConfigureAwait(false)
            is { } wire
            ? ToVersion(wire)
            : null;

    /// <summary>Newest first, at least one; old ones may be missing.</summary>
    private async Task<PolicyVersionWire[]> ReadVersionsAsync(CancellationToken cancellationToken)
    {
        var versions = await client.GetAsync(Path, PceJson.Default.PolicyVersionWireArray, cancellationToken).ConfigureAwait(false);

        // More versions than a collection shows are normal, and the order is not documented: cut at the old end is as good as whole.
        var isCutAtTheNewEnd = versions.Length >= PceClient.MostRows && versions[0].Version < versions[^1].Version;
        return (versions, isCutAtTheNewEnd) switch
        {
            ([], _) => throw client.Unreadable($"GET {Path}: there is no policy version"),
            (_, true) => throw client.Unreadable($"GET {Path}: {versions.Length} policy versions, oldest first: the newest may be missing"),
            _ => [.. versions.OrderByDescending(version => version.Version)],
        };
    }

    private async Task<PolicyVersion> PostAsync(
        ChangeSubset subset,
        string description,
        TimeSpan within,
        CancellationToken cancellationToken
    )
    {
        var body = new ProvisionBody
        {
            UpdateDescription = description,
            ChangeSubset = new ChangeSubsetWire { IpLists = Hrefs(subset.IpLists), RuleSets = Hrefs(subset.RuleSets) },
        };
        var version = await client
            .PostAsync(Path, body, PceJson.Default.ProvisionBody, PceJson.Default.PolicyVersionWire, within, cancellationToken)
            .ConfigureAwait(false);
        return ToVersion(version);
    }

    /// <summary>What of the subset is a draft still; null where nothing is.</summary>
    private async Task<ChangeSubset?> StillPendingAsync(ChangeSubset subset, CancellationToken cancellationToken)
    {
        var pending = await client.GetAsync($"{Path}/pending", PceJson.Default.PendingWire, cancellationToken).ConfigureAwait(false);
        var hrefs = (pending.IpLists ?? []).Concat(pending.RuleSets ?? []).Select(item => item.Href).ToHashSet();
        var ipLists = subset.IpLists.Where(hrefs.Contains).ToArray();
        var ruleSets = subset.RuleSets.Where(hrefs.Contains).ToArray();
        if (pending.IpLists?.Length >= PceClient.MostRows || pending.RuleSets?.Length >= PceClient.MostRows)
        {
            throw client.Unreadable($"GET {Path}/pending may be truncated: it shows {PceClient.MostRows} objects of a kind or more");
        }

        return (ruleSets, ipLists) switch
        {
            ([var first, .. var others], _) => ChangeSubset.OfRuleSets(first, others, ipLists),
            (_, [var first, .. var others]) => ChangeSubset.OfLists(first, others),
            _ => null,
        };
    }

    private static HrefWire[]? Hrefs(IReadOnlyCollection<string> hrefs) =>
        hrefs is { Count: 0 } ? null : [.. hrefs.Select(href => new HrefWire { Href = href })];

    private static PolicyVersion ToVersion(PolicyVersionWire wire) =>
        new(wire.Version, wire.CreatedBy?.Href) { CreatedAt = wire.CreatedAt, Message = wire.CommitMessage };
}
