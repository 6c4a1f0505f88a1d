using System.Collections.Immutable;
using Shield.Core.Addresses;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
using Shield.Pce.Wire;

namespace Shield.Pce.Reading;

/// <summary>Reads the lists that carry our data set mark, in one version of the policy.</summary>
internal sealed class ListReader(PceClient client)
{
    public Task<ImmutableArray<PceList>> ReadDraftAsync(CancellationToken cancellationToken) => ReadAsync("draft", cancellationToken);

    public Task<ImmutableArray<PceList>> ReadActiveAsync(CancellationToken cancellationToken) => ReadAsync("active", cancellationToken);

    public async Task<PceList> ReadOneAsync(string href, CancellationToken cancellationToken)
    {
        var wire = await client.GetAsync(href, PceJson.Default.IpListWire, cancellationToken).ConfigureAwait(false);
        return ToList(wire) ?? throw client.Unreadable($"IP list '{wire.Name}' ({href}) does not carry our mark any more");
    }

    // The filter is asked for and not trusted: filters of the PCE match parts of a word.
    private async Task<ImmutableArray<PceList>> ReadAsync(string version, CancellationToken cancellationToken)
    {
        var rows = await client.GetAllAsync($"{client.Organization}/sec_policy/{version}/ip_lists?external_data_set={ListMark.DataSet}", PceJson.Default.IpListWireArray, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(ToList).OfType<PceList>()];
    }

    /// <summary>Null for a list without a mark of ours.</summary>
    private PceList? ToList(IpListWire wire) => ListMark.TryParse(wire.ExternalDataSet, wire.ExternalDataReference, out var mark)
        ? new PceList
        {
            Href = WireText.ToDraft(wire.Href),
            Name = wire.Name,
            Mark = mark,
            Description = wire.Description,
            Entries = [.. wire.IpRanges.Select((range, index) => ToEntry(wire, range, index))],
            Fqdns = [.. (wire.Fqdns ?? []).Select(fqdn => fqdn.Fqdn)],
            Pending = WireText.Pending(wire.UpdateType) ?? throw client.Unreadable($"IP list '{wire.Name}' ({wire.Href}) has the unknown update_type '{wire.UpdateType}'"),
            UpdatedAt = wire.UpdatedAt,
            UpdatedBy = (wire.DeletedBy ?? wire.UpdatedBy)?.Href,
        }
        : null;

    private ListEntry ToEntry(IpListWire list, IpRangeWire range, int index) => AddressRange.TryParseWire(range.FromIp, range.ToIp, out var parsed, out var error)
        ? new ListEntry { Range = parsed, IsExclusion = range.Exclusion ?? false, Description = string.IsNullOrEmpty(range.Description) ? null : range.Description }
        : throw client.Unreadable($"IP list '{list.Name}' ({list.Href}), entry {index + 1}: {error}");
}
