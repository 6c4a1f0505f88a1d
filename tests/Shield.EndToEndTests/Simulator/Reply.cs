using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Simulator;

/// <summary>What came back.</summary>
public sealed record Reply(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The first token of an error body; null for a body that is none.</summary>
    public string? Token => Text is ['[', ..] ? (string?)Json[0]?["token"] : null;

    public string? Message => Text is ['[', ..] ? (string?)Json[0]?["message"] : null;

    public Reply Expect(int status)
    {
        Assert.True(Status == status, $"{Status}, not {status}: {Text}");
        return this;
    }
}
