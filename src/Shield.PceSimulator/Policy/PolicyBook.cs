using System.Collections.Immutable;

namespace Shield.PceSimulator.Policy;

/// <summary>The draft, the versions, and what differs between them (docs/pce.md#8-draft-and-active).</summary>
internal sealed class PolicyBook
{
    private const int MostRemembered = 100;

    private readonly List<State> _past = [];
    private State _now = new([], ImmutableSortedDictionary<PolicyKey, DraftObject>.Empty, ImmutableDictionary<string, long>.Empty);

    /// <summary>All that a book holds, as it was at one moment.</summary>
    internal sealed record State(
        ImmutableList<PolicyVersion> Versions,
        ImmutableSortedDictionary<PolicyKey, DraftObject> Draft,
        ImmutableDictionary<string, long> Ids
    );

    public State Mark => _now;

    /// <summary>Oldest first.</summary>
    public ImmutableList<PolicyVersion> Versions => _now.Versions;

    public ImmutableSortedDictionary<PolicyKey, DraftObject> Draft => _now.Draft;

    public ImmutableSortedDictionary<PolicyKey, PolicyObject> Active =>
        Versions is [.., var newest] ? newest.Content : ImmutableSortedDictionary<PolicyKey, PolicyObject>.Empty;

    /// <summary>Every difference between draft and active, whoever made it.</summary>
    public IEnumerable<PendingChange> Pending => Draft.Values.Select(draft => ChangeOf(draft)).OfType<PendingChange>();

    /// <summary>Ids that are given out from now on are at least this.</summary>
    public long LeastId { get; set; }

    /// <param name="of">The collection: each counts its ids by itself.</param>
    public long NextId(string of)
    {
        var id = Math.Max(_now.Ids.GetValueOrDefault(of) + 1, LeastId);
        _now = _now with { Ids = _now.Ids.SetItem(of, id) };
        return id;
    }

    /// <summary>Undoes every change since that moment; ids that were given out since are free again.</summary>
    public void GoBack(State mark) => _now = mark;

    public string? UpdateType(DraftObject draft) =>
        (Active.GetValueOrDefault(draft.Object.Key), draft) switch
        {
            (null, _) => "create",
            (_, { Deleted: not null }) => "delete",
            var (active, _) => ReferenceEquals(active, draft.Object) ? null : "update",
        };

    public PendingChange? ChangeOf(DraftObject draft) =>
        UpdateType(draft) is { } type ? new PendingChange(draft.Object, type, draft.Touched) : null;

    /// <summary>
    /// Creates or changes. A pending deletion stays pending: a PUT does not take it back (docs/pce.md#8-draft-and-active).
    /// </summary>
    public void Put(PolicyObject changed) =>
        Become(_now with { Draft = Draft.SetItem(changed.Key, new DraftObject(changed, Draft.GetValueOrDefault(changed.Key)?.Deleted)) });

    /// <summary>What was never provisioned is simply gone; what was waits for its deletion to be provisioned.</summary>
    public void Delete(PolicyKey key, Stamp stamp) =>
        Become(_now with { Draft = Active.ContainsKey(key) ? Draft.SetItem(key, Draft[key] with { Deleted = stamp }) : Draft.Remove(key) });

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
    public PolicyVersion Provision(
        IReadOnlyCollection<PendingChange> changes,
        string? message,
        ImmutableHashSet<Guid> affected,
        Stamp stamp
    )
    {
        var version = new PolicyVersion
        {
            Version = Versions.Count + 1,
            Content = ActiveAfter(changes),
            Modified = [.. changes],
            CommitMessage = message,
            Affected = affected,
            Created = stamp,
        };
        Become(_now with { Versions = Versions.Add(version), Draft = SetTo(version.Content, changes) });
        return version;
    }

    /// <summary>Puts the whole policy of an old version into the draft; nothing may be pending (docs/pce.md#9-provisioning).</summary>
    public void Restore(PolicyVersion version, Stamp stamp)
    {
        var draft = Draft.ToBuilder();
        foreach (var key in Active.Keys.Union(version.Content.Keys))
        {
            var old = version.Content.GetValueOrDefault(key);
            if (old is null)
            {
                draft[key] = draft[key] with { Deleted = stamp };
            }
            else if (!ReferenceEquals(old, Active.GetValueOrDefault(key)))
            {
                draft[key] = new DraftObject(old with { Updated = stamp }, Deleted: null);
            }
        }

        Become(_now with { Draft = draft.ToImmutable() });
    }

    /// <summary>What the draft would be if these pending changes were taken back.</summary>
    public ImmutableSortedDictionary<PolicyKey, DraftObject> DraftAfterReverting(IEnumerable<PendingChange> changes) =>
        SetTo(Active, changes);

    public void Revert(IReadOnlyCollection<PendingChange> changes) => Become(_now with { Draft = DraftAfterReverting(changes) });

    /// <summary>
    /// Reads the policy as it was before the last so many changes; where fewer are remembered, as it was before the first of those.
    /// </summary>
    /// <param name="read">It must change nothing: what it changed would be lost.</param>
    public T Before<T>(int changes, Func<T> read)
    {
        if (changes is 0 || _past is [])
        {
            return read();
        }

        var now = _now;
        _now = _past[Math.Max(0, _past.Count - changes)];
        try
        {
            return read();
        }
        finally
        {
            _now = now;
        }
    }

    private void Become(State next)
    {
        _past.Add(_now);
        if (_past.Count > MostRemembered)
        {
            _past.RemoveAt(0);
        }

        _now = next;
    }

    /// <summary>
    /// The draft with these objects as the content has them. Where that is the active policy, both hold the same object again, and nothing
    /// is pending.
    /// </summary>
    private ImmutableSortedDictionary<PolicyKey, DraftObject> SetTo(
        ImmutableSortedDictionary<PolicyKey, PolicyObject> content,
        IEnumerable<PendingChange> changes
    )
    {
        var draft = Draft.ToBuilder();
        foreach (var key in changes.Select(change => change.Key))
        {
            if (content.TryGetValue(key, out var active))
            {
                draft[key] = new DraftObject(active, Deleted: null);
            }
            else
            {
                draft.Remove(key);
            }
        }

        return draft.ToImmutable();
    }
}
