using Shield.Core.Reconciling;

namespace Shield.Pce.Installing;

/// <summary>The object that has a name which we wanted.</summary>
/// <param name="CreatedBy">Href of who made it; null where the PCE does not say.</param>
/// <param name="IsOurs">It carries our mark.</param>
internal sealed record NameHolder(string Href, string? CreatedBy, bool IsOurs, bool IsPendingDeletion);

/// <summary>Says who has the name of an object that could not be made.</summary>
internal static class TakenName
{
    /// <param name="what">Kind and name.</param>
    /// <param name="holder">Null where no object of that name can be read.</param>
    /// <param name="taken">The PCE's refusal.</param>
    public static PceException Explain(string what, NameHolder? holder, PceException taken)
    {
        var why = holder switch
        {
            null => "the name was taken a moment ago, and no object of that name can be read: "
                + "another init of the same owner may be at work. Run the same command again",
            { IsOurs: true, IsPendingDeletion: true } => $"ours ({holder.Href}) is pending deletion and keeps the name until then: "
                + "revert the deletion in the PCE's console or provision it, then run the same command again",
            { IsOurs: true } => $"another init of the same owner made it a moment ago ({holder.Href}). Run the same command again",
            _ => $"the name is taken by {holder.Href}{(holder.CreatedBy is { } by ? $", made by {by}" : "")}, "
                + "that does not carry our mark; rename that one or choose another Pce:OwnerId",
        };
        return taken.Saying($"{what}: {why}. {taken.Message}");
    }
}
