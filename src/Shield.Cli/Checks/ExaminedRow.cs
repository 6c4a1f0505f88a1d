namespace Shield.Cli.Checks;

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">Its name, which scripts go by.</param>
/// <param name="Answer"><c>pass</c>, <c>warn</c>, <c>fail</c>, or <c>skip</c> where it could not be looked at, or does not apply.</param>
/// <param name="Detail">What was seen; of a skipped one, why it was not.</param>
/// <param name="Remedy">What to do about it; null where there is nothing to do.</param>
public sealed record ExaminedRow(string Check, string Answer, string Detail, string? Remedy)
{
    public const string Passes = "pass";
    public const string Warns = "warn";
    public const string Fails = "fail";
    public const string Skips = "skip";

    public static ExaminedRow Pass(string check, string detail) => new(check, Passes, detail, null);

    public static ExaminedRow Warn(string check, string detail, string remedy) => new(check, Warns, detail, remedy);

    public static ExaminedRow Fail(string check, string detail, string remedy) => new(check, Fails, detail, remedy);

    public static ExaminedRow Skip(string check, string why, string? remedy = null) => new(check, Skips, why, remedy);
}
