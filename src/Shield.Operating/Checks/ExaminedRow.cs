using System.Text.Json.Serialization;
using Shield.Operating.Answers;

namespace Shield.Operating.Checks;

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">Its name, which scripts go by.</param>
/// <param name="Answer"><c>pass</c>, <c>warn</c>, <c>fail</c>, or <c>skip</c> where it could not be looked at, or does not apply.</param>
/// <param name="Detail">What was seen; of a skipped one, why it was not.</param>
/// <param name="Remedy">What to do about it; null where there is nothing to do.</param>
public sealed record ExaminedRow(
    string Check,
    [property: JsonConverter(typeof(CheckAnswerJson))] CheckAnswer Answer,
    string Detail,
    string? Remedy
)
{
    public const CheckAnswer Passes = CheckAnswer.Pass;
    public const CheckAnswer Warns = CheckAnswer.Warn;
    public const CheckAnswer Fails = CheckAnswer.Fail;
    public const CheckAnswer Skips = CheckAnswer.Skip;

    [JsonIgnore]
    public Tone Tone =>
        Answer switch
        {
            Passes => Tone.Good,
            Warns => Tone.Warning,
            Fails => Tone.Bad,
            Skips => Tone.Faint,
        };

    public static ExaminedRow Pass(string check, string detail) => new(check, Passes, detail, null);

    public static ExaminedRow Warn(string check, string detail, string remedy) => new(check, Warns, detail, remedy);

    public static ExaminedRow Fail(string check, string detail, string remedy) => new(check, Fails, detail, remedy);

    public static ExaminedRow Skip(string check, string why, string? remedy = null) => new(check, Skips, why, remedy);
}

/// <summary>What came of one check.</summary>
public enum CheckAnswer
{
    Pass,
    Warn,
    Fail,

    /// <summary>It could not be looked at, or does not apply.</summary>
    Skip,
}

public static class CheckAnswerWords
{
    public static string ToWord(this CheckAnswer answer) =>
        answer switch
        {
            CheckAnswer.Pass => "pass",
            CheckAnswer.Warn => "warn",
            CheckAnswer.Fail => "fail",
            CheckAnswer.Skip => "skip",
        };
}

public sealed class CheckAnswerJson() : WordJson<CheckAnswer>(answer => answer.ToWord());
