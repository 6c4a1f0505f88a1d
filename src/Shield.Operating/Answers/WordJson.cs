using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Operating.Answers;

/// <summary>Writes a value as its word. No program of ours reads it.</summary>
public abstract class WordJson<T>(Func<T, string> toWord) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(toWord(value));
}
