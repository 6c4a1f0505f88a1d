using System.Collections.Immutable;
using Shield.Operating.Checks;

namespace Shield.Operating.Doctor;

/// <summary>Of <c>doctor</c>.</summary>
/// <param name="Ok">Nothing fails; there may be warnings.</param>
public sealed record DoctorAnswer(ImmutableArray<ExaminedRow> Checks, bool Ok);
