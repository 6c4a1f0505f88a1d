using System.Text.Json;

namespace Shield.Pce.Wire;

/// <summary>The serializer refuses null for a member that may not be null, but not for an array's item.</summary>
internal static class Items
{
    /// <exception cref="JsonException">An item is null.</exception>
    public static void MustBeThere(string member, object?[]? items)
    {
        if (items?.Contains(null) is true)
        {
            throw new JsonException($"null stands among the items of '{member}'.");
        }
    }
}
