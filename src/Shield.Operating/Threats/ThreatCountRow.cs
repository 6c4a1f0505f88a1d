namespace Shield.Operating.Threats;

/// <summary>One line of <c>threats list --by</c>.</summary>
/// <param name="Value">Null for indicators of which it is not known, such as those that only an operator named.</param>
public sealed record ThreatCountRow(string? Value, int Indicators);
