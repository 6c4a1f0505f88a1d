namespace Shield.Cli.Reading;

/// <summary>Of <c>allow check</c>.</summary>
/// <param name="Protection"><c>whole</c>, <c>part</c> or <c>none</c>.</param>
/// <param name="Reason">The code of the first tier that protects it; null where none does.</param>
/// <param name="Detail">Where the protection comes from, or what could not be asked.</param>
public sealed record AllowCheckAnswer(string Indicator, string Protection, string? Reason, string? Detail);
