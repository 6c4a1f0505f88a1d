using Shield.PceSimulator.Events;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.IpLists;

/// <summary>
/// <c>total_ip_list_entries</c>: all entries of all lists together, everybody's and the system's (docs/pce.md#7-limits). unknown: strict.
/// Ranges, exclusions and names count one each; of a list the larger of draft and active counts.
/// </summary>
internal static class EntryLimit
{
    public const string Soft = "soft_limit.exceeded";
    public const string Hard = "hard_limit.exceeded";

    /// <summary>The notifications of a change that is to be made.</summary>
    /// <exception cref="Refusal">It would grow the total beyond the hard limit; its event has been written.</exception>
    public static IReadOnlyList<Notification> Demand(Pce pce, Call call, IpList? before, IpList changed)
    {
        var (soft, hard) = (pce.Options.SoftIpListEntries, pce.Options.HardIpListEntries);
        var (was, will) = (Total(pce.Policy, null), Total(pce.Policy, changed));
        if (will > hard && will > was)
        {
            pce.Events.Refused(call, before is null ? "ip_list.create" : "ip_list.update", 406, [Told(Hard, "err", hard, was)]);
            throw Refusal.NotAcceptable("object_limit_hard_limit_reached", "Object limit hard limit reached");
        }

        return will > soft && was <= soft ? [Told(Soft, "warning", soft, will)] : [];
    }

    private static Notification Told(string type, string severity, int limit, int total) =>
        new(type, severity, [("object_type", "total_ip_list_entries"), ("limit", $"{limit}"), ("current_value", $"{total}")]);

    private static int Total(PolicyBook policy, IpList? changed)
    {
        var drafts = policy.Draft.Values.Select(draft => draft.Object).OfType<IpList>().ToDictionary(list => list.Id, Entries);
        if (changed is not null)
        {
            drafts[changed.Id] = Entries(changed);
        }

        var active = policy.Active.Values.OfType<IpList>().ToDictionary(list => list.Id, Entries);
        return drafts.Keys.Union(active.Keys).Sum(id => Math.Max(drafts.GetValueOrDefault(id), active.GetValueOrDefault(id)));
    }

    private static int Entries(IpList list) => list.Ranges.Length + list.Fqdns.Length;
}
