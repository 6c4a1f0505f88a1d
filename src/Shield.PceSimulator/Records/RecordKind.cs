using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Records;

/// <summary>
/// A kind of object that is neither drafted nor provisioned, and on which nothing else here depends: what was written can be read.
/// </summary>
internal sealed record RecordKind
{
    /// <summary>The last segment of the collection's path.</summary>
    public required string Plural { get; init; }

    /// <summary>What a body may say.</summary>
    public required RecordProperty[] Properties { get; init; }

    /// <summary>What a POST must say.</summary>
    public string[] Required { get; init; } = [];

    public required Filters<JsonObject> Filters { get; init; }

    /// <summary>The last segment of a new object's href, by its number in its collection and what was written.</summary>
    public required Func<long, JsonObject, string> IdOf { get; init; }

    /// <summary>What an object has besides what was written.</summary>
    public Func<JsonObject> Defaults { get; init; } = () => [];

    /// <summary>What only the answer to the POST shows.</summary>
    public Func<JsonObject> OnlyOnce { get; init; } = () => [];

    /// <summary>Objects that come with a new one, below it.</summary>
    public IReadOnlyList<(RecordKind Kind, JsonObject Record)> Children { get; init; } = [];

    public static string Text(JsonObject record, string name) => (string?)record[name] ?? "";
}

/// <param name="Type"><c>text</c>, <c>flag</c>, <c>number</c>, <c>labels</c>, <c>array</c> or <c>any</c>.</param>
internal sealed record RecordProperty(string Name, string Type);
