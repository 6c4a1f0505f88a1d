using System.Collections.Immutable;

namespace Shield.Operating.Reading;

/// <summary>An entry of somebody else that covers a party: it may stay denied after we let it through.</summary>
/// <param name="List">The name of the list on which it stands.</param>
/// <param name="Href">The list.</param>
/// <param name="Entry">The range or the name as it stands there.</param>
/// <param name="IsDenied">An enabled deny rule uses the list. False: whether one does was not read, or it is about a name.</param>
/// <param name="Rule">The rule; null where it was not read.</param>
public sealed record Cover(string List, string Href, string Entry, bool IsDenied, string? Rule);

/// <summary>The same as JSON.</summary>
/// <param name="Effect"><c>denied</c> or <c>may-be-denied</c>.</param>
public sealed record CoverRow(string List, string Href, string Entry, string Effect, string? Rule)
{
    /// <summary>Null where there are none, so that the member is left out.</summary>
    public static ImmutableArray<CoverRow>? Of(ImmutableArray<Cover> covers) =>
        covers.IsEmpty
            ? null
            :
            [
                .. covers.Select(cover => new CoverRow(
                    cover.List,
                    cover.Href,
                    cover.Entry,
                    cover.IsDenied ? "denied" : "may-be-denied",
                    cover.Rule
                )),
            ];
}
