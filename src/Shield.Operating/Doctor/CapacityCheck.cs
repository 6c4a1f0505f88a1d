using Shield.Core.Planning.Pce;
using Shield.Operating.Checks;

namespace Shield.Operating.Doctor;

/// <summary>Room on the PCE: its limit counts everybody's entries together.</summary>
public static class CapacityCheck
{
    public const string Name = "capacity";

    public static ExaminedRow Of(Plan plan)
    {
        var used = plan.Lists.Sum(list => list.Ours(list.Pair.Draft.Entries));
        var seen =
            $"{used} of {plan.Capacity.ForOurs} entries that may be ours; everybody's together "
            + $"{used + plan.Capacity.OfOthers} of the PCE's soft limit {Capacity.SoftLimit}";
        return plan.Capacity.IsNearSoftLimitWith(used) || plan.Capacity.IsScarceWith(used)
            ? ExaminedRow.Warn(Name, seen, "docs/room.md: clear up other lists, have the PCE's limit raised, or raise Pce:MaxEntries")
            : ExaminedRow.Pass(Name, seen);
    }
}
