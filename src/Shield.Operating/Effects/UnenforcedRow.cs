using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Words;

namespace Shield.Operating.Effects;

/// <param name="List"><c>inbound</c>, <c>outbound</c> or <c>domains</c>.</param>
/// <param name="Rule">The condition of its rule.</param>
/// <param name="Detail">Which rule, and what is wrong with it.</param>
public sealed record UnenforcedRow(string List, string Rule, string? Detail, string Remedy)
{
    /// <summary>Null for none.</summary>
    public static ImmutableArray<UnenforcedRow>? Of(ReconcileEffect effect) =>
        effect.Unenforced.IsEmpty
            ? null
            :
            [
                .. effect.Unenforced.Select(list => new UnenforcedRow(
                    list.List.ToWord(),
                    list.Condition.ToWord(),
                    list.Detail,
                    RuleText.RemedyOf(list.Condition, list.List, effect.Mode)
                )),
            ];
}
