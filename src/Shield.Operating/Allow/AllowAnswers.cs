using Shield.Core.Indicators;
using Shield.Operating.Reading;

namespace Shield.Operating.Allow;

/// <summary>One entry of the allowlist, for <c>allow list</c>.</summary>
/// <param name="Source"><c>act</c>, or <c>settings</c> for NeverBlock:Ranges and NeverBlock:Names.</param>
public sealed record AllowRow(string Indicator, string Source, string? Who, string? Why, DateTimeOffset? At)
{
    /// <summary>When it ends by itself; null for never.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Of <c>allow check</c>.</summary>
/// <param name="Protection"><c>whole</c>, <c>part</c> or <c>none</c>.</param>
/// <param name="Reason">The code of the first tier that protects it; null where none does.</param>
/// <param name="Detail">Where the protection comes from, or what could not be asked.</param>
public sealed record AllowCheckAnswer(string Indicator, string Protection, string? Reason, string? Detail)
{
    public static AllowCheckAnswer Of(AllowCheck check) =>
        new(check.Asked.ToString(), check.Protection.Coverage.ToWord(), check.Protection.Reason, check.Protection.Detail);
}

/// <summary>The answer of <c>allow check</c>, before it is told as JSON or as text.</summary>
public sealed record AllowCheck(Indicator Asked, Protection Protection);
