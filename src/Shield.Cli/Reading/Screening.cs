using System.Collections.Immutable;
using Shield.Cli.Words;
using Shield.Core.Decisions;
using Shield.Core.Indicators;

namespace Shield.Cli.Reading;

/// <summary>Whether an indicator is protected, and by what: <c>allow check</c>, and the question before <c>threats block</c>.</summary>
public static class Screening
{
    public const string Whole = "whole";
    public const string Part = "part";
    public const string None = "none";

    public static AllowCheckAnswer Check(Indicator indicator, NeverBlock neverBlock)
    {
        var tiers = neverBlock.Touching(indicator, isCanary: false).ToImmutableArray();
        var isWhole = indicator.IsDomain ? !tiers.IsEmpty : neverBlock.Around(isCanary: false).Contains(indicator.Range);
        var detail = tiers.FirstOrDefault()?.Detail;
        var unasked = neverBlock.Unreadable.IsEmpty ? null : $"not asked: {string.Join("; ", neverBlock.Unreadable)}";
        return new AllowCheckAnswer(
            indicator.ToString(),
            tiers.IsEmpty ? None
                : isWhole ? Whole
                : Part,
            tiers.FirstOrDefault()?.Reason,
            (detail, unasked) is ({ }, { }) ? $"{detail}; {unasked}" : detail ?? unasked
        );
    }

    /// <summary>Why a block by hand would be pointless or harmful; null where it is neither.</summary>
    public static string? FaultOfBlock(Indicator indicator, NeverBlock neverBlock)
    {
        if (!indicator.IsDomain && Breadth.IsTooBroadForAnyList(indicator.Range))
        {
            return $"{indicator} is broader than /8 (IPv4) or /16 (IPv6): no list of ours ever holds that";
        }

        var check = Check(indicator, neverBlock);
        return check.Protection is Whole ? $"{indicator} is never blocked ({check.Reason}): {ReasonText.Of(check.Reason!)}" : null;
    }

    /// <summary>Why an allowlist entry would switch Shield off; null where it would not.</summary>
    public static string? FaultOfAllowance(Indicator indicator) =>
        !indicator.IsDomain && Breadth.IsTooBroadForAnyList(indicator.Range)
            ? $"{indicator} covers so much that hardly anything could be blocked any more; to stop blocking, disable the rule set on the PCE or set Policy:Autonomy=observe"
            : null;
}
