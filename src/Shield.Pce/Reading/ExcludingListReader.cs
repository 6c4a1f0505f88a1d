using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Wire;

namespace Shield.Pce.Reading;

/// <summary>An IP list that keeps parties out by exclusions without any mark of ours, as the first Lambda wrote it.</summary>
/// <param name="Href">Of its draft.</param>
/// <param name="IsMarked">It carries a mark of Shield's, of whatever owner.</param>
/// <param name="Draft">What its draft excludes.</param>
/// <param name="Active">What its active version excludes; empty where it was never provisioned.</param>
public sealed record ExcludingList(
    string Href,
    string Name,
    bool IsMarked,
    ImmutableArray<Indicator> Draft,
    ImmutableArray<Indicator> Active
);

/// <summary>Reads such a list by its number. That Lambda knew its list by nothing else.</summary>
public sealed class ExcludingListReader(PceClient client)
{
    /// <returns>Null where the PCE has no such list.</returns>
    /// <exception cref="PceException">It could not be read, or an exclusion of it could not.</exception>
    public async Task<ExcludingList?> FindAsync(long number, CancellationToken cancellationToken)
    {
        var href = $"{client.Organization}/sec_policy/draft/ip_lists/{number.ToString(CultureInfo.InvariantCulture)}";
        if (await FindAsync(href, cancellationToken).ConfigureAwait(false) is not { } draft)
        {
            return null;
        }

        var active = await FindAsync(WireText.ToActive(href), cancellationToken).ConfigureAwait(false);
        return new ExcludingList(
            href,
            client.Show(draft.Name),
            ListMark.TryParse(draft.ExternalDataSet, draft.ExternalDataReference, out _),
            ExclusionsOf(draft),
            active is null ? [] : ExclusionsOf(active)
        );
    }

    private Task<IpListWire?> FindAsync(string href, CancellationToken cancellationToken) =>
        client.FindAsync(href, PceJson.Default.IpListWire, cancellationToken);

    private ImmutableArray<Indicator> ExclusionsOf(IpListWire list) =>
        [
            .. list
                .IpRanges.Where(range => range.Exclusion is true)
                .Select(range =>
                    AddressRange.TryParseWire(range.FromIp, range.ToIp, out var parsed, out var error)
                        ? new Indicator(parsed)
                        : throw client.Unreadable($"IP list '{list.Name}' ({list.Href}): {error}")
                )
                .Distinct()
                .Order(),
        ];
}
