using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Aws.Exports;
using Shield.Hosting;
using Shield.Pce.Calling;

namespace Shield.Service.Sources;

/// <summary>How far an export is recorded. It saves time and no more: whoever reads an object twice changes nothing.</summary>
internal sealed record ExportBookmark
{
    /// <summary>
    /// An object may appear with an earlier time than others that were there before: a large upload has the time at which it began.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(2);

    /// <summary>Of which export; that of another one says nothing.</summary>
    public required string Url { get; init; }

    /// <summary>Everything that was written up to two hours before this is recorded.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>What was written since then and is recorded, with its time.</summary>
    public required ImmutableDictionary<string, DateTimeOffset> Keys { get; init; }

    public static ExportBookmark Read(string file, string url, Action<string> note)
    {
        var nothing = new ExportBookmark
        {
            Url = url,
            WrittenAt = DateTimeOffset.UnixEpoch,
            Keys = ImmutableDictionary<string, DateTimeOffset>.Empty,
        };
        if (!File.Exists(file))
        {
            return nothing;
        }

        try
        {
            return
                JsonSerializer.Deserialize(BoundedFile.Read(file, 64 << 20), BookmarkJson.Default.ExportBookmark) is { } read
                && read.Url == url
                ? read
                : nothing;
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            note($"export: the bookmark '{file}' cannot be read, so all of the export is read again: {fault.Message}");
            return nothing;
        }
    }

    /// <summary>Whole or not at all.</summary>
    public void Write(string file) =>
        ReplacedFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(this, BookmarkJson.Default.ExportBookmark));

    /// <summary>Written again under the same key, it is new.</summary>
    public bool IsNew(ExportObject found) =>
        found.WrittenAt >= WrittenAt - Overlap && !(Keys.TryGetValue(found.Key, out var at) && at == found.WrittenAt);

    /// <summary>After that one was recorded, and all before it.</summary>
    public ExportBookmark With(ExportObject found)
    {
        var newest = found.WrittenAt > WrittenAt ? found.WrittenAt : WrittenAt;
        return this with { WrittenAt = newest, Keys = Keys.SetItem(found.Key, found.WrittenAt) };
    }

    /// <summary>Without the keys that are too old to be asked for.</summary>
    public ExportBookmark Trimmed() =>
        this with
        {
            Keys = Keys.RemoveRange(Keys.Where(key => key.Value < WrittenAt - Overlap).Select(key => key.Key)),
        };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExportBookmark))]
internal sealed partial class BookmarkJson : JsonSerializerContext;
