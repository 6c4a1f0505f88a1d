using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.FindingTypes;
using Shield.Operating.Answers;

namespace Shield.Operating.NeverBlockLists;

/// <summary><c>never-block list</c>: what protects, from where, and whether it can be read.</summary>
public static class NeverBlockListing
{
    public static Answer<ImmutableArray<NeverBlockSource>> Of(NeverBlock neverBlock)
    {
        ImmutableArray<NeverBlockSource> rows =
        [
            .. neverBlock.Tiers.Select(tier => new NeverBlockSource(IsHard: true, Row(tier, neverBlock))),
            .. neverBlock.Soft.SelectMany(Rows).Select(row => new NeverBlockSource(IsHard: false, row)),
        ];
        return new Answer<ImmutableArray<NeverBlockSource>>(rows, neverBlock.Unreadable.IsEmpty ? ExitCode.Done : ExitCode.Refused);
    }

    private static NeverBlockRow Row(NeverBlockTier tier, NeverBlock neverBlock) =>
        new()
        {
            Tier = tier.Reason,
            Strength = NeverBlockWords.Strength(isHard: true),
            Source = tier.Detail,
            Path = null,
            Modified = null,
            Runs = tier.Ranges.RunCount,
            Names = tier.Names.Count,
            Fault =
                tier.Reason is ReasonCode.Pce
                    ? neverBlock.Unreadable.FirstOrDefault(fault =>
                        !neverBlock.Soft.Any(source => source.Unreadable is { } why && fault.EndsWith(why, StringComparison.Ordinal))
                    )
                    : null,
        };

    private static IEnumerable<NeverBlockRow> Rows(SoftSource source)
    {
        var row = new NeverBlockRow
        {
            Tier = source.File.Kind?.ToWord(),
            Strength = NeverBlockWords.Strength(isHard: false),
            Source = source.File.Name,
            Path = source.File.Path,
            Modified = File.Exists(source.File.Path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(source.File.Path)) : null,
            Runs = 0,
            Names = 0,
            Fault = source.Unreadable,
        };
        return source.Unreadable is not null
            ? [row]
            : source.Lists.Select(list => row with { Tier = list.Kind.ToWord(), Runs = list.Ranges.RunCount, Names = list.Names.Count });
    }
}
