using System.Collections.Immutable;
using Shield.Operating.Answers;

namespace Shield.Operating.Reading;

public static class CoverText
{
    public static IEnumerable<Cell> Lines(string indicator, ImmutableArray<Cover> covers)
    {
        foreach (var cover in covers)
        {
            var entry = $"by entry {cover.Entry} of list '{cover.List}' ({cover.Href}), which is not ours";
            if (cover.IsDenied)
            {
                var rule = cover.Rule is null ? "" : $"; used by {cover.Rule}";
                yield return new Cell($"{indicator} is still denied {entry}{rule}. Its owner must take it off.", Tone.Bad);
            }
            else
            {
                var rule = cover.Rule is null
                    ? "used by rules that were not read"
                    : $"used by {cover.Rule}; whether the PCE acts on a name is not known";
                yield return new Cell($"{indicator} may still be denied {entry} ({rule}).", Tone.Warning);
            }
        }
    }
}
