using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Core.Telling;

/// <summary>A kind as its word.</summary>
public sealed class NewsKindJson : JsonConverter<NewsKind>
{
    public override NewsKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NewsKinds.Find(reader.GetString()) ?? throw new JsonException("no news is of this kind");

    public override void Write(Utf8JsonWriter writer, NewsKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToWord());
}
