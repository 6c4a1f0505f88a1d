using System.Collections.Immutable;

namespace Shield.PceSimulator.Policy;

/// <summary>The draft, the versions, and what lies between them (pce-api.md 2).</summary>
internal sealed class PolicyBook
{
    private readonly List<PolicyVersion> _versions = [];
    private readonly Dictionary<string, long> _ids = [];
    private ImmutableSortedDictionary<PolicyKey, DraftObject> _draft = ImmutableSortedDictionary<PolicyKey, DraftObject>.Empty;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PolicyVersion> Versions => _versions;

    public ImmutableSortedDictionary<PolicyKey, DraftObject> Draft => _draft;

    public ImmutableSortedDictionary<PolicyKey, PolicyObject> Active =>
        _versions is [.., var newest] ? newest.Content : ImmutableSortedDictionary<PolicyKey, PolicyObject>.Empty;

    /// <summary>Every difference between draft and active, whoever made it.</summary>
    public IEnumerable<PendingChange> Pending =>
        _draft.Values.Select(draft => ChangeOf(draft)).OfType<PendingChange>();

    /// <param name="of">Ids count up in each collection by itself.</param>
    public long NextId(string of) => _ids[of] = _ids.GetValueOrDefault(of) + 1;

    public string? UpdateType(DraftObject draft) => (Active.GetValueOrDefault(draft.Object.Key), draft) switch
    {
        (null, _) => "create",
        (_, { Deleted: not null }) => "delete",
        var (active, _) => ReferenceEquals(active, draft.Object) ? null : "update",
    };

    public PendingChange? ChangeOf(DraftObject draft) =>
        UpdateType(draft) is { } type ? new PendingChange(draft.Object, type, draft.Touched) : null;

    /// <summary>Creates or changes. A deletion that waits goes on waiting: live, a PUT does not take it back (pce-api.md 2.3).</summary>
    public void Put(PolicyObject changed) =>
        _draft = _draft.SetItem(changed.Key, new DraftObject(changed, _draft.GetValueOrDefault(changed.Key)?.Deleted));

    /// <summary>What was never provisioned is simply gone; what was waits for its deletion to be provisioned.</summary>
    public void Delete(PolicyKey key, Stamp stamp) =>
        _draft = Active.ContainsKey(key) ? _draft.SetItem(key, _draft[key] with { Deleted = stamp }) : _draft.Remove(key);

    /// <summary>What would be active if these pending changes were provisioned.</summary>
    public ImmutableSortedDictionary<PolicyKey, PolicyObject> ActiveAfter(IEnumerable<PendingChange> changes)
    {
        var content = Active.ToBuilder();
        foreach (var change in changes)
        {
            if (change.UpdateType is "delete")
            {
                content.Remove(change.Key);
            }
            else
            {
                content[change.Key] = change.Object.Provisioned;
            }
        }

        return content.ToImmutable();
    }

    /// <summary>Makes the changes active. The caller has checked that they leave nothing dangling.</summary>
    public PolicyVersion Provision(IReadOnlyCollection<PendingChange> changes, string? message, int workloadsAffected, Stamp stamp)
    {
        var version = new PolicyVersion
        {
            Version = _versions.Count + 1,
            Content = ActiveAfter(changes),
            Modified = [.. changes],
            CommitMessage = message,
            WorkloadsAffected = workloadsAffected,
            Created = stamp,
        };
        _versions.Add(version);
        Settle(changes);
        return version;
    }

    /// <summary>What the draft would be if these pending changes were taken back.</summary>
    public ImmutableSortedDictionary<PolicyKey, DraftObject> DraftAfterReverting(IEnumerable<PendingChange> changes)
    {
        var draft = _draft.ToBuilder();
        foreach (var change in changes)
        {
            SetToActive(draft, change.Key);
        }

        return draft.ToImmutable();
    }

    public void Revert(IReadOnlyCollection<PendingChange> changes) => Settle(changes);

    /// <summary>Draft and active hold the very same object again: nothing is pending.</summary>
    private void Settle(IEnumerable<PendingChange> changes) => _draft = DraftAfterReverting(changes);

    private void SetToActive(ImmutableSortedDictionary<PolicyKey, DraftObject>.Builder draft, PolicyKey key)
    {
        if (Active.TryGetValue(key, out var active))
        {
            draft[key] = new DraftObject(active, Deleted: null);
        }
        else
        {
            draft.Remove(key);
        }
    }
}
