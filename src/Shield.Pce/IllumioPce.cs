using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Decisions.Traffic;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Traffic;
using Shield.Pce.Wire;

namespace Shield.Pce;

/// <summary>The PCE as the loop sees it, over its REST API.</summary>
public sealed class IllumioPce(PceClient client, PceOptions options, TimeProvider clock) : IPceWriter
{
    private readonly ListReader _lists = new(client);
    private readonly RuleReader _rules = new(client, options.OwnerId!);
    private readonly ExclusionReader _exclusions = new(client, options.OwnerId!);
    private readonly Provisioning _provisioning = new(client, clock);
    private readonly TrafficReader _traffic = new(client, clock);

    /// <summary>
    /// Three requests, and a fourth where a draft rule of ours waits to be provisioned. (Where somebody edited the description of a
    /// rule of ours, the name of its service is asked for once a process.) In exclusion mode the third asks for everybody's rules: see
    /// <see cref="ExclusionReader"/>.
    /// </summary>
    public async Task<PceView> ReadAsync(CancellationToken cancellationToken)
    {
        var everybodys = await _lists.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var draft = everybodys.Draft;
        return new PceView
        {
            Pce = client.Url.GetLeftPart(UriPartial.Authority) + client.Organization,
            Draft = draft,
            Active = everybodys.Active,
            Others = everybodys.Others,
            EntriesOfOthers = everybodys.EntriesOfOthers(options.OwnerId!, options.Mode),
            Rules = await (
                options.Mode is PceMode.Deny ? _rules.ReadAsync(draft, cancellationToken) : _exclusions.ReadAsync(draft, cancellationToken)
            ).ConfigureAwait(false),
            Addresses = await ResolveAddressesAsync(client.Url, clock, cancellationToken).ConfigureAwait(false),
            ClockAhead = client.ClockAhead,
        };
    }

    /// <summary>Where the PCE answers, by asking the name service and not the PCE.</summary>
    public static Task<PceAddresses> ResolveAddressesAsync(Uri url, TimeProvider clock, CancellationToken cancellationToken) =>
        PceHost.ResolveAsync(url, clock, cancellationToken);

    public Task<ImmutableArray<PceList>> ReadActiveAsync(CancellationToken cancellationToken) => _lists.ReadActiveAsync(cancellationToken);

    public Task<ImmutableArray<PceList>> ReadVersionAsync(long version, CancellationToken cancellationToken) =>
        _lists.ReadVersionAsync(version, cancellationToken);

    public async Task<PolicyVersion> ReadNewestVersionAsync(CancellationToken cancellationToken) =>
        (await _provisioning.ReadNewestAsync(cancellationToken).ConfigureAwait(false))[0];

    public Task<ImmutableArray<PolicyVersion>> ReadNewestVersionsAsync(CancellationToken cancellationToken) =>
        _provisioning.ReadNewestAsync(cancellationToken);

    public Task<PolicyVersion?> ReadPolicyVersionAsync(long number, CancellationToken cancellationToken) =>
        _provisioning.ReadAsync(number, cancellationToken);

    public async Task<PolicyRestore?> ReadRestoreSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        (await ReadRestoresSinceAsync(since, cancellationToken).ConfigureAwait(false)).LastOrDefault();

    /// <summary>All restores of an older policy since that moment that the PCE's events still tell, oldest first.</summary>
    public async Task<ImmutableArray<PolicyRestore>> ReadRestoresSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        const string restore = "sec_policy.restore";
        var from = Uri.EscapeDataString(since.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        var events = await client
            .GetAllAsync(
                $"{client.Organization}/events?event_type={restore}&timestamp%5Bgte%5D={from}",
                PceJson.Default.EventWireArray,
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. events
                .Where(happened => happened.EventType is restore && happened.Timestamp >= since)
                .OrderBy(happened => happened.Timestamp)
                .Select(happened => new PolicyRestore(happened.Timestamp, client.Show(happened.CreatedBy?.User?.Href ?? "somebody"))),
        ];
    }

    public Task<TrafficReading> ReadTrafficAsync(
        ImmutableArray<Indicator> parties,
        DateTimeOffset since,
        DateTimeOffset until,
        TimeSpan patience,
        CancellationToken cancellationToken
    ) =>
        _traffic.ReadAsync(
            new TrafficQuestion
            {
                Parties = parties,
                Since = since,
                Until = until,
                Patience = patience,
            },
            cancellationToken
        );

    public async Task WriteListAsync(PceList list, ImmutableArray<ListEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(list);
        var body = EntryWire.Body(list.Mark, entries);
        await LostAnswers
            .SendAsync(
                left => client.PutAsync(list.Href, body, PceJson.Default.IpListEntriesBody, left, cancellationToken),
                lost => IsWrittenAsync(list, entries, lost, cancellationToken),
                new TimeLimit(clock, PceClient.TimeOut)
            )
            .ConfigureAwait(false);
    }

    public Task<PolicyVersion> ProvisionAsync(ChangeSubset subset, string description, CancellationToken cancellationToken) =>
        _provisioning.ProvisionAsync(subset, description, cancellationToken);

    /// <summary>
    /// Whether the PUT whose answer was lost was done. Entries are compared as sets: the PCE orders them its own way and merges equal ones
    /// (docs/pce.md#6-entries). Our own entries show whether the list was written. If it was not, other people's entries must be those
    /// that we read before, because a second PUT would undo their edit.
    /// </summary>
    private async Task<bool> IsWrittenAsync(
        PceList list,
        ImmutableArray<ListEntry> entries,
        PceException lost,
        CancellationToken cancellationToken
    )
    {
        var there = (await _lists.ReadOneAsync(list.Href, cancellationToken).ConfigureAwait(false)).Entries;
        if (Written(there, isOurs: true).SetEquals(Written(entries, isOurs: true)))
        {
            return true;
        }

        return Written(there, isOurs: false).SetEquals(Written(list.Entries, isOurs: false))
            ? false
            : throw new PceException(
                lost.Fault,
                $"{lost.Message}; the list was not written, and somebody else edited it meanwhile: it is left for the next reconcile"
            );

        HashSet<ListEntry> Written(ImmutableArray<ListEntry> all, bool isOurs) =>
            [
                .. all.Where(entry => !entry.What.IsDomain || list.Mark.Purpose is ListPurpose.Domains)
                    .Where(entry => isOurs == (list.Mark.IsOurs(entry) || list.Mark.IsFixture(entry))),
            ];
    }
}
