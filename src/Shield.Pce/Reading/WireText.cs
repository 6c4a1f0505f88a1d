using Shield.Core.Planning;

namespace Shield.Pce.Reading;

/// <summary>Small words of the wire in ours.</summary>
internal static class WireText
{
    private const string Policy = "/sec_policy/";

    /// <summary>The draft href names an object; its active version, or that of any number, differs in that segment only (pce-api.md 2.1, 2.4).</summary>
    public static string ToDraft(string href) => href.IndexOf(Policy, StringComparison.Ordinal) is >= 0 and var policy
        && href.IndexOf('/', policy + Policy.Length) is >= 0 and var rest
            ? $"{href[..policy]}{Policy}draft{href[rest..]}"
            : href;

    public static string ToActive(string href) => href.Replace("/sec_policy/draft/", "/sec_policy/active/", StringComparison.Ordinal);

    /// <summary>Null for a word that no PCE is known to use.</summary>
    public static PendingUpdate? Pending(string? updateType) => updateType switch
    {
        null => PendingUpdate.None,
        "create" => PendingUpdate.Create,
        "update" => PendingUpdate.Update,
        "delete" => PendingUpdate.Delete,
        _ => null,
    };
}
