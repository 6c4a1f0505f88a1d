using Shield.Core.Planning;

namespace Shield.Pce.Reading;

/// <summary>Small words of the wire in ours.</summary>
internal static class WireText
{
    /// <summary>The draft href names an object; its active version differs in that segment only (pce-api.md 2.1).</summary>
    public static string ToDraft(string href) => href.Replace("/sec_policy/active/", "/sec_policy/draft/", StringComparison.Ordinal);

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
