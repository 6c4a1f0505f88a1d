using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce;

/// <summary>The PCE as the loop sees it, over its REST API.</summary>
public sealed class IllumioPce(PceClient client, PceOptions options, TimeProvider clock) : IPceWriter
{
    private readonly ListReader _lists = new(client);
    private readonly RuleReader _rules = new(client, options.OwnerId!);
    private readonly ExclusionReader _exclusions = new(client, options.OwnerId!);
    private readonly Provisioning _provisioning = new(client, clock);

    /// <summary>
    /// Three requests, and a fourth where a draft rule of ours waits to be provisioned. (Where somebody edited the description of a
    /// rule of ours, the name of its service is asked for once a process.) In exclusion mode the third asks for everybody's rules: see
    /// <see cref="ExclusionReader"/>.
    /// </summary>
    public async Task<PceView> ReadAsync(CancellationToken cancellationToken)
    {
        var draft = await _lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false);
        return new PceView
        {
            Draft = draft,
            Active = await _lists.ReadActiveAsync(cancellationToken).ConfigureAwait(false),
            Rules = await (options.Mode is PceMode.Deny ? _rules.ReadAsync(draft, cancellationToken) : _exclusions.ReadAsync(draft, cancellationToken)).ConfigureAwait(false),
            Addresses = await ResolveAddressesAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Where the PCE answers, by asking the name service and not the PCE.</summary>
    public Task<PceAddresses> ResolveAddressesAsync(CancellationToken cancellationToken) => PceHost.ResolveAsync(client.Url, clock, cancellationToken);

    public Task<ImmutableArray<PceList>> ReadActiveAsync(CancellationToken cancellationToken) => _lists.ReadActiveAsync(cancellationToken);

    public Task<PolicyVersion> ReadNewestVersionAsync(CancellationToken cancellationToken) => _provisioning.ReadNewestAsync(cancellationToken);

    public async Task<PolicyRestore?> ReadRestoreSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        const string restore = "sec_policy.restore";
        var from = Uri.EscapeDataString(since.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        var events = await client.GetAllAsync($"{client.Organization}/events?event_type={restore}&timestamp%5Bgte%5D={from}", PceJson.Default.EventWireArray, cancellationToken).ConfigureAwait(false);
        return events
            .Where(happened => happened.EventType is restore && happened.Timestamp >= since)
            .MaxBy(happened => happened.Timestamp) is { } last
            ? new PolicyRestore(last.Timestamp, client.Show(last.CreatedBy?.User?.Href ?? "somebody"))
            : null;
    }

    public async Task WriteListAsync(string listHref, ImmutableArray<ListEntry> entries, CancellationToken cancellationToken)
    {
        var body = new IpRangesBody { IpRanges = [.. entries.Select(ToWire)] };
        var deadline = clock.GetUtcNow() + PceClient.TimeOut;
        try
        {
            await client.PutAsync(listHref, body, PceJson.Default.IpRangesBody, PceClient.TimeOut, cancellationToken).ConfigureAwait(false);
        }
        catch (PceException lost) when (lost.MayHaveHadEffect())
        {
            if (await HoldsAsync(listHref, entries, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            if (deadline - clock.GetUtcNow() is var left && left <= TimeSpan.Zero)
            {
                throw;
            }

            await client.PutAsync(listHref, body, PceJson.Default.IpRangesBody, left, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<PolicyVersion> ProvisionAsync(ChangeSubset subset, string description, CancellationToken cancellationToken) =>
        _provisioning.ProvisionAsync(subset, description, cancellationToken);

    internal static IpRangeWire ToWire(ListEntry entry) => new()
    {
        FromIp = entry.Range.LowText,
        ToIp = entry.Range.HighText,
        Description = entry.Description,
        Exclusion = entry.IsExclusion ? true : null,
    };

    // As sets: the PCE gives them back in an order of its own, equal ones merged (pce-api.md 1.5).
    private async Task<bool> HoldsAsync(string listHref, ImmutableArray<ListEntry> entries, CancellationToken cancellationToken) =>
        (await _lists.ReadOneAsync(listHref, cancellationToken).ConfigureAwait(false)).Entries.ToHashSet().SetEquals(entries);
}
