using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shield.Notifying.Channels;

/// <summary>Documents of others' forms, as bytes.</summary>
internal static class NodeJson
{
    public static byte[] ToUtf8(this JsonObject document)
    {
        using var stream = new MemoryStream();

        // Limits count bytes, and no browser reads this as a page.
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.WriteTo(writer);
        }

        return stream.ToArray();
    }
}
