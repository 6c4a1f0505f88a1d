using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// A text of any length in items of at most 400 KB: compressed, then cut. The first item is the head; the others lie behind it, and all
/// carry the hash of what they belong to.
/// </summary>
internal static class Pieces
{
    private const int Longest = 350 * 1024;

    public static IEnumerable<Item> Cut(Item head, string text)
    {
        var key = ItemKey.Of(head);
        var pieces = Compress(text).Chunk(Longest).ToList();
        head["pieces"] = ((long)pieces.Count).ToAttribute();
        head["content"] = pieces[0].ToAttribute();
        yield return head;
        for (var i = 1; i < pieces.Count; i++)
        {
            var item = (key with { Sort = $"{key.Sort}#{i.ToString("D2", CultureInfo.InvariantCulture)}" }).ToItem();
            item["hash"] = head["hash"];
            item["content"] = pieces[i].ToAttribute();
            yield return item;
        }
    }

    public static bool IsHead(Item item) => item.ContainsKey("pieces");

    /// <param name="items">In the order of their keys. An earlier and longer text may have left pieces behind.</param>
    public static string Join(IReadOnlyList<Item> items)
    {
        var head = items[0];
        var count = head.Number("pieces");
        if (items.Count < count)
        {
            throw new FormatException($"{items.Count} of {count} pieces are there");
        }

        var whole = items.Take((int)count).ToList();
        return whole.All(piece => piece.Text("hash") == head.Text("hash"))
            ? Decompress([.. whole.SelectMany(piece => piece.Bytes("content"))])
            : throw new FormatException("its pieces belong to different texts");
    }

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var writer = new BrotliStream(compressed, CompressionLevel.Optimal))
        {
            writer.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static string Decompress(byte[] compressed)
    {
        using var reader = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var text = new MemoryStream();
        reader.CopyTo(text);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
