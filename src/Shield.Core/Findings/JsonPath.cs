using System.Globalization;

namespace Shield.Core.Findings;

/// <summary>Where in a finding something stands, for a message; made a text only when one is needed.</summary>
internal readonly record struct JsonPath(string Base, int? Index = null)
{
    public override string ToString() => Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"{Base}[{index}]") : Base;
}
