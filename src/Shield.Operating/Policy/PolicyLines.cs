using System.Collections.Immutable;
using Shield.Operating.Answers;

namespace Shield.Operating.Policy;

/// <summary>The settings in force, in lines and tables.</summary>
public static class PolicyLines
{
    /// <summary>A longer value, such as a list of fifty thousand ranges, is cut; <c>-o json</c> has all of it.</summary>
    private const int LongestValue = 2_000;

    public static IEnumerable<AnswerPart> Of(ImmutableArray<SettingInForce> settings) =>
        [
            AnswerPart.Table(
                null,
                ["setting", "value", "from"],
                settings.Select(setting =>
                    (string[])[setting.Key, Shown(setting.Value), setting.Place ?? PolicyWords.OriginOf(setting.Source)]
                )
            ),
            .. settings.Select(setting => setting.Remark).OfType<string>().Select(remark => AnswerPart.Line(remark, Tone.Warning)),
        ];

    private static string Shown(string value)
    {
        if (value.Length <= LongestValue)
        {
            return value;
        }

        var end = value.LastIndexOf(", ", LongestValue, StringComparison.Ordinal);
        return $"{value[..(end < 0 ? LongestValue : end)]} … (cut; -o json has all of it)";
    }
}
