using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Operating.Words;

namespace Shield.Operating.Reading;

/// <summary>Whether an indicator is protected, and by what: <c>allow check</c>, and the question before <c>threats block</c>.</summary>
public static class Screening
{
    public static Protection Check(Indicator indicator, NeverBlock neverBlock)
    {
        var tiers = neverBlock.Touching(indicator, isCanary: false).ToImmutableArray();
        var isWhole = indicator.IsDomain ? !tiers.IsEmpty : neverBlock.Around(isCanary: false).Contains(indicator.Range);
        var detail = tiers.FirstOrDefault()?.Detail;
        var unasked = neverBlock.Unreadable.IsEmpty ? null : $"not asked: {string.Join("; ", neverBlock.Unreadable)}";
        return new Protection(
            tiers.IsEmpty ? Coverage.None
                : isWhole ? Coverage.Whole
                : Coverage.Part,
            tiers.FirstOrDefault()?.Reason,
            (detail, unasked) is ({ }, { }) ? $"{detail}; {unasked}" : detail ?? unasked
        );
    }

    /// <summary>Why a block by hand is refused: it is never blocked, or too broad for any list. Null where it is taken.</summary>
    public static string? FaultOfBlock(Indicator indicator, NeverBlock neverBlock)
    {
        if (!indicator.IsDomain && Breadth.IsTooBroadForAnyList(indicator.Range))
        {
            return $"{indicator} is broader than /8 (IPv4) or /16 (IPv6): no list of ours ever holds that";
        }

        return Check(indicator, neverBlock) is { Coverage: Coverage.Whole, Reason: { } reason }
            ? $"{indicator} is never blocked ({reason}): {ReasonText.Of(reason)}"
            : null;
    }

    /// <summary>
    /// Why an entry on the allowlist is refused: it is so broad that hardly anything would be blocked any more. Null where it is taken.
    /// </summary>
    public static string? FaultOfAllowance(Indicator indicator) =>
        !indicator.IsDomain && Breadth.IsTooBroadForAnyList(indicator.Range)
            ? $"{indicator} covers so much that hardly anything could be blocked any more; "
                + "to stop blocking, disable the rule set on the PCE or set Policy:Autonomy=observe"
            : null;
}
