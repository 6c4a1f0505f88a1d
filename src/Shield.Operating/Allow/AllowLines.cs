using System.Collections.Immutable;
using Shield.Operating.Answers;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Allow;

/// <summary>The allowlist, in lines and tables.</summary>
public static class AllowLines
{
    public static IEnumerable<AnswerPart> Of(ImmutableArray<AllowRow> rows) =>
        rows.IsEmpty
            ?
            [
                AnswerPart.Line(
                    "The allowlist is empty. What is never blocked anyway "
                        + "(our own addresses, the PCE, public resolvers, special-purpose space …): shield allow check X"
                ),
            ]
            :
            [
                AnswerPart.Table(
                    null,
                    ["indicator", "from", "who", "since", "until", "why"],
                    rows.Select(row =>
                        (string[])[row.Indicator, row.Source, row.Who ?? "", TimeText.Of(row.At), TimeText.Of(row.Until), row.Why ?? ""]
                    )
                ),
            ];

    public static IEnumerable<AnswerPart> Of(AllowCheck check)
    {
        var (asked, protection) = (check.Asked, check.Protection);
        var why =
            protection.Reason is { } reason ? $" ({reason}): {ReasonText.Of(reason)}; {protection.Detail}"
            : protection.Detail is { } detail ? $" ({detail})"
            : "";
        return
        [
            AnswerPart.Line(
                protection.Coverage switch
                {
                    Coverage.Whole => $"{asked} is never blocked{why}",
                    Coverage.Part => $"{asked} is protected in part: what is never blocked is cut out{why}",
                    Coverage.None => $"{asked} is not protected{why}",
                }
            ),
        ];
    }
}
