using System.Collections.Immutable;

namespace Shield.Core.Planning.Pce;

/// <summary>The lists of one owner on which a pause is written: all that stand, whatever else is wrong with them.</summary>
/// <param name="Lists">Of the configured mode, in the order of their marks; twins too.</param>
/// <param name="Fault">There are none, or lists of the other mode stand beside them, which every command that writes refuses (law
/// 15).</param>
public sealed record PausableLists(ImmutableArray<ListPair> Lists, PolicyRefusal? Fault)
{
    public static PausableLists Of(PceView view, string owner, PceMode mode)
    {
        ImmutableArray<ListPair> lists =
        [
            .. from draft in view.Draft
            where draft.Mark.Owner == owner
            orderby draft.Mark.Purpose
            select new ListPair(draft.Mark.Purpose, draft, view.Active.FirstOrDefault(active => active.Href == draft.Href)),
        ];
        var fault = OurLists.Of(view, owner, mode).Fault;
        return new PausableLists(lists, lists.IsEmpty || fault?.Fault is PolicyFault.ModeMismatch ? fault : null);
    }
}
