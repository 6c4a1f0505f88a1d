using System.Globalization;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// What is wrong with a text that should be JSON, in words for people: the parser's own sentence ends with its inner figures.
/// </summary>
public static class JsonFault
{
    private const string NotClosed = "Expected depth to be zero";

    /// <summary>Without an end, and without a place: "'tru}' is an invalid JSON literal".</summary>
    public static string What(JsonException fault)
    {
        var sentence = fault.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd();
        return sentence.StartsWith(NotClosed, StringComparison.Ordinal)
            ? "it ends before an object or a list is closed"
            : sentence.TrimEnd('.');
    }

    /// <summary>Counted from 1, as an editor counts them; "" where the parser does not say.</summary>
    public static string Line(JsonException fault) =>
        fault.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}") : "";
}
