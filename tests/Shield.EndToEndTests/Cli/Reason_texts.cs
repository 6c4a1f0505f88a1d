using System.Reflection;
using Shield.Cli.Wording;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Planning;

namespace Shield.EndToEndTests.Cli;

public sealed class Reason_texts
{
    public static TheoryData<string> Codes => [.. ConstantsOf(typeof(ReasonCode)).Concat(ConstantsOf(typeof(StructuralFault))).Concat(FindingTypes.All.Select(row => row.Reason)).Distinct()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Have_a_sentence_for_every_code(string code) => Assert.True(ReasonText.Has(code), code);

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
}
