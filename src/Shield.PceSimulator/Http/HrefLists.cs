using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Http;

/// <summary>Hrefs in a query, as JSON text.</summary>
internal static class HrefLists
{
    public static string[][] Read(string name, string text)
    {
        try
        {
            return [.. JsonNode.Parse(text)!.AsArray().Select(all => all!.AsArray().Select(href => (string)href!).ToArray())];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw Refusal.Invalid($"The query parameter {name} is not a list of lists of hrefs: {text}"); // unknown: strict
        }
    }

    /// <summary>A list of words or hrefs.</summary>
    public static string[] ReadFlat(string name, string text)
    {
        try
        {
            return [.. JsonNode.Parse(text)!.AsArray().Select(word => (string)word!)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw Refusal.Invalid($"The query parameter {name} is not a list of texts: {text}"); // unknown: strict
        }
    }
}
