using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Operating.Answers;
using Shield.Operating.Checks;

namespace Shield.Operating.Doctor;

/// <summary>Of <c>doctor</c>.</summary>
/// <param name="Ok">Nothing fails; there may be warnings.</param>
public sealed record DoctorAnswer(ImmutableArray<ExaminedRow> Checks, bool Ok)
{
    public static DoctorAnswer Of(ImmutableArray<ExaminedRow> checks) =>
        new(checks, checks.All(row => row.Answer is not ExaminedRow.Fails));

    /// <summary>All of it in one sentence.</summary>
    [JsonIgnore]
    public Cell Summary =>
        (Count(ExaminedRow.Fails), Count(ExaminedRow.Warns)) switch
        {
            (0, 0) => new Cell("All is well.", Tone.Good),
            (0, var warnings) => new Cell($"Nothing fails; {warnings} warning(s).", Tone.Warning),
            var (failing, warnings) => new Cell($"{failing} check(s) fail; {warnings} warning(s).", Tone.Bad),
        };

    private int Count(CheckAnswer said) => Checks.Count(row => row.Answer == said);
}
