using Shield.Core.Planning.Pce;

namespace Shield.Pce.Reading;

/// <summary>Small words of the wire in ours.</summary>
internal static class WireText
{
    private const string Policy = "/sec_policy/";

    /// <summary>
    /// An object is named by its draft href; the hrefs of its other versions differ in one segment only (docs/pce.md#8-draft-and-active).
    /// </summary>
    public static string ToDraft(string href) =>
        href.IndexOf(Policy, StringComparison.Ordinal) is >= 0 and var policy
        && href.IndexOf('/', policy + Policy.Length) is >= 0 and var rest
            ? $"{href[..policy]}{Policy}draft{href[rest..]}"
            : href;

    public static string ToActive(string href) => href.Replace("/sec_policy/draft/", "/sec_policy/active/", StringComparison.Ordinal);

    /// <summary>Null for a word that no PCE is known to use.</summary>
    public static PendingUpdate? Pending(string? updateType) =>
        updateType switch
        {
            null => PendingUpdate.None,
            "create" => PendingUpdate.Create,
            "update" => PendingUpdate.Update,
            "delete" => PendingUpdate.Delete,
            _ => null,
        };
}
