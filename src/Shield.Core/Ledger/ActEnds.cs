using System.Collections.Immutable;

namespace Shield.Core.Ledger;

/// <summary>What ended acts before their own end: a withdrawal; of a pause the resume, or the pause that took its place.</summary>
public sealed class ActEnds
{
    private readonly ImmutableDictionary<string, Act> _withdrawals;
    private readonly Dictionary<string, Act> _pauses = [];

    public ActEnds(ImmutableArray<Act> acts)
    {
        _withdrawals = Withdrawals.In(acts);
        Act? pause = null;
        foreach (
            var act in acts.Where(act => act.Kind is ActKind.Pause or ActKind.Resume)
                .OrderBy(act => act.Order)
                .ThenBy(act => act.Id, StringComparer.Ordinal)
        )
        {
            if (pause is not null && !(pause.Until <= act.At))
            {
                _pauses[pause.Id] = act;
            }

            pause = act.Kind is ActKind.Pause ? act : null;
        }
    }

    /// <summary>Null where it was not taken back.</summary>
    public Act? WithdrawalOf(Act act) => _withdrawals.GetValueOrDefault(act.Id);

    /// <summary>Of a pause the act that ended it; null where only its own end does, and for every other kind.</summary>
    public Act? EndOfPause(Act act) => _pauses.GetValueOrDefault(act.Id);

    /// <summary>Its own end has come, or it is a pause that another act ended. What was withdrawn is another matter.</summary>
    public bool IsOver(Act act, DateTimeOffset now) => act.Until <= now || EndOfPause(act) is not null;
}
