using System.Collections.Immutable;
using Shield.Cli.Checks;

namespace Shield.Cli.Doctor;

/// <summary>Of <c>doctor</c>.</summary>
/// <param name="Ok">Nothing fails; there may be warnings.</param>
public sealed record DoctorAnswer(ImmutableArray<ExaminedRow> Checks, bool Ok);
