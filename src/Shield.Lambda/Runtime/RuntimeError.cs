using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Lambda.Runtime;

/// <summary>What went wrong, as Lambda wants to be told.</summary>
public sealed record RuntimeError(string ErrorMessage, string ErrorType)
{
    /// <summary>Always empty: a stack says nothing to whoever operates this, and Lambda wants the member.</summary>
    public ImmutableArray<string> StackTrace { get; } = [];

    public static RuntimeError Of(Exception exception) => new(exception.Message, exception.GetType().Name);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, RuntimeJson.Default.RuntimeError);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeError))]
internal sealed partial class RuntimeJson : JsonSerializerContext;
