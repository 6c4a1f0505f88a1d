using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Operating.Threats;

namespace Shield.Operating.History;

/// <summary>One event among all, for <c>history show</c>.</summary>
public sealed record HistoryShown(HistoryEvent Event, ImmutableArray<HistoryEvent> All, DateTimeOffset Now)
{
    /// <summary>So many characters of an act's id tell it from the others.</summary>
    private const int LeastOfAnId = 8;

    /// <summary>The act of the event, with what became of it; null where it is no act.</summary>
    public ListedActRow? Act =>
        Event is ActEvent { Act: var act }
            ? ListedActRow.Of(act, new ActEnds([.. All.OfType<ActEvent>().Select(one => one.Act)]), Now)
            : null;

    /// <summary>By the whole id, or by the beginning of an act's; null where none fits, or several do.</summary>
    public static HistoryEvent? Find(string id, ImmutableArray<HistoryEvent> all)
    {
        var found = all.Where(happened =>
                happened.Id.Equals(id, StringComparison.OrdinalIgnoreCase)
                || (happened is ActEvent && id.Length >= LeastOfAnId && happened.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase))
            )
            .Take(2)
            .ToList();
        return found is [var one] ? one : null;
    }

    public HistoryShowAnswer ToDocument() => new(Event) { Act = Act };
}
