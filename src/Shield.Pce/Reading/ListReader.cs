using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Wire;

namespace Shield.Pce.Reading;

/// <summary>Reads the lists that carry our data set mark, in one version of the policy.</summary>
internal sealed class ListReader(PceClient client)
{
    public Task<ImmutableArray<PceList>> ReadDraftAsync(CancellationToken cancellationToken) => ReadMarkedAsync("draft", cancellationToken);

    public Task<ImmutableArray<PceList>> ReadActiveAsync(CancellationToken cancellationToken) =>
        ReadMarkedAsync("active", cancellationToken);

    /// <summary>A version of the policy is readable under its number (docs/pce.md#5-ip-lists).</summary>
    public Task<ImmutableArray<PceList>> ReadVersionAsync(long version, CancellationToken cancellationToken) =>
        ReadMarkedAsync(version.ToString(CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>
    /// Two requests for everybody's lists, because the PCE's limit counts the entries of all of them (docs/pce.md#7-limits).
    /// </summary>
    public async Task<EverybodysLists> ReadAllAsync(CancellationToken cancellationToken)
    {
        var draft = await ReadAsync("draft", "", cancellationToken).ConfigureAwait(false);
        var active = await ReadAsync("active", "", cancellationToken).ConfigureAwait(false);
        return new EverybodysLists
        {
            Draft = Marked(draft),
            Active = Marked(active),
            Others = [.. active.Select(ToOthers).OfType<OthersList>()],
            DraftCounts = Counts(draft),
            ActiveCounts = Counts(active),
        };
    }

    public async Task<PceList> ReadOneAsync(string href, CancellationToken cancellationToken)
    {
        var wire = await client.GetAsync(href, PceJson.Default.IpListWire, cancellationToken).ConfigureAwait(false);
        return ToList(wire) ?? throw client.Unreadable($"IP list '{wire.Name}' ({href}) does not carry our mark any more");
    }

    // The filter is asked for and not trusted: filters of the PCE match parts of a word.
    private async Task<ImmutableArray<PceList>> ReadMarkedAsync(string version, CancellationToken cancellationToken) =>
        Marked(await ReadAsync(version, $"?external_data_set={ListMark.DataSet}", cancellationToken).ConfigureAwait(false));

    private Task<IpListWire[]> ReadAsync(string version, string query, CancellationToken cancellationToken) =>
        client.GetAllAsync(
            $"{client.Organization}/sec_policy/{version}/ip_lists{query}",
            PceJson.Default.IpListWireArray,
            cancellationToken
        );

    private ImmutableArray<PceList> Marked(IpListWire[] rows) => [.. rows.Select(ToList).OfType<PceList>()];

    private static ImmutableDictionary<string, int> Counts(IpListWire[] rows) =>
        rows.ToImmutableDictionary(row => WireText.ToDraft(row.Href), row => row.IpRanges.Length + (row.Fqdns ?? []).Length);

    /// <summary>Null for a list without a mark of ours.</summary>
    private PceList? ToList(IpListWire wire) =>
        ListMark.TryParse(wire.ExternalDataSet, wire.ExternalDataReference, out var mark)
            ? new PceList
            {
                Href = WireText.ToDraft(wire.Href),
                CreatedAt = wire.CreatedAt,
                Name = wire.Name,
                Mark = mark,
                Description = wire.Description,
                Entries = [.. wire.IpRanges.Select((range, index) => ToEntry(wire, range, index)), .. (wire.Fqdns ?? []).Select(ToEntry)],
                Pending =
                    WireText.Pending(wire.UpdateType)
                    ?? throw client.Unreadable($"IP list '{wire.Name}' ({wire.Href}) has the unknown update_type '{wire.UpdateType}'"),
                UpdatedAt = wire.UpdatedAt ?? throw client.Unreadable($"IP list '{wire.Name}' ({wire.Href}) has no updated_at"),
                UpdatedBy = (wire.DeletedBy ?? wire.UpdatedBy)?.Href,
            }
            : null;

    /// <summary>Null for a list with a mark. An entry that cannot be read is left out: nothing is decided by it.</summary>
    private OthersList? ToOthers(IpListWire wire) =>
        ListMark.TryParse(wire.ExternalDataSet, wire.ExternalDataReference, out _)
            ? null
            : new OthersList(
                WireText.ToDraft(wire.Href),
                client.Show(wire.Name),
                [
                    .. wire
                        .IpRanges.Select(range =>
                            AddressRange.TryParseWire(range.FromIp, range.ToIp, out var parsed, out _)
                                ? new ListEntry(parsed) { IsExclusion = range.Exclusion ?? false }
                                : null
                        )
                        .OfType<ListEntry>(),
                    .. (wire.Fqdns ?? []).Select(name => new ListEntry(new Indicator(DomainName.AsListed(name.Fqdn)))),
                ]
            );

    private ListEntry ToEntry(IpListWire list, IpRangeWire range, int index) =>
        AddressRange.TryParseWire(range.FromIp, range.ToIp, out var parsed, out var error)
            ? new ListEntry(parsed) { IsExclusion = range.Exclusion ?? false, Description = DescriptionOf(range.Description) }
            : throw client.Unreadable($"IP list '{list.Name}' ({list.Href}), entry {index + 1}: {error}");

    private static ListEntry ToEntry(FqdnWire name) =>
        new(new Indicator(DomainName.AsListed(name.Fqdn))) { Description = DescriptionOf(name.Description) };

    private static string? DescriptionOf(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
