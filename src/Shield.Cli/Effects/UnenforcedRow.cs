using Shield.Cli.Words;
using Shield.Core.FindingTypes;
using Shield.Core.Planning;
using Shield.Core.Reconciling;

namespace Shield.Cli.Effects;

/// <param name="List"><c>inbound</c>, <c>outbound</c> or <c>domains</c>.</param>
/// <param name="Rule">The condition of its rule.</param>
/// <param name="Detail">Which rule, and what is wrong with it.</param>
public sealed record UnenforcedRow(string List, string Rule, string? Detail, string Remedy)
{
    public static UnenforcedRow Of(UnenforcedList list, PceMode mode) =>
        new(list.List, list.Condition, list.Detail, RuleText.RemedyOf(list.Condition, list.List, mode.ToWord()));
}
