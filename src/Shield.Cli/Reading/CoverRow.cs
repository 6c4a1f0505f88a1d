namespace Shield.Cli.Reading;

/// <summary>An entry that is no block of ours and covers a party all the same.</summary>
/// <param name="List">The name of the list on which it stands.</param>
/// <param name="Href">The list.</param>
/// <param name="Entry">The range or the name as it stands there.</param>
/// <param name="Effect"><c>denied</c>: an enabled deny rule uses the list. <c>may-be-denied</c>: whether one does was not read.</param>
/// <param name="Rule">The rule, for people; null where it was not read.</param>
public sealed record CoverRow(string List, string Href, string Entry, string Effect, string? Rule)
{
    public const string Denied = "denied";
    public const string MayBeDenied = "may-be-denied";
}
