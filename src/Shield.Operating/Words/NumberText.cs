using System.Globalization;

namespace Shield.Operating.Words;

/// <summary>A number as people read it: a severity with one digit after the point where it has one.</summary>
public static class NumberText
{
    public static string Of(double? number) => number?.ToString("0.#", CultureInfo.InvariantCulture) ?? "-";
}
