namespace Shield.PceSimulator.Faults;

/// <summary>What goes wrong with a call: faults of the network, and of the PCE as its clients met them (docs/pce.md#3-refusals).</summary>
public abstract record Fault
{
    private Fault() { }

    /// <summary>As in a script and in what was recorded.</summary>
    public abstract string Kind { get; }

    /// <summary>Slow. Before: a client that gives up has changed nothing. After: the change is made, and its answer is late.</summary>
    public sealed record Latency(TimeSpan Wait, Moment When = Moment.Before) : Fault
    {
        public override string Kind => "latency";
    }

    /// <summary>
    /// 429; nothing was done. Whether a PCE says how long to wait is unknown (docs/pce.md#3-refusals), so the script decides.
    /// </summary>
    /// <param name="RetryAfter">Whole seconds; null: no Retry-After.</param>
    public sealed record TooManyRequests(int? RetryAfter = null) : Fault
    {
        public override string Kind => "too_many_requests";
    }

    /// <summary>500, 502, 503 or 504; nothing was done. The body is HTML, as a proxy before a PCE sends it.</summary>
    public sealed record ServerError(int Status) : Fault
    {
        public override string Kind => "server_error";
    }

    /// <summary>The connection breaks: before anything was done, or after; or in the midst of the answer.</summary>
    public sealed record Reset(Moment When) : Fault
    {
        public override string Kind => "reset";
    }

    /// <summary>A GET answers with the policy, draft and active, as it was before the last so many changes of it.</summary>
    public sealed record StaleRead(int Changes = 1) : Fault
    {
        public override string Kind => "stale_read";
    }

    /// <summary>A collection answers with its first rows only, and does not say so.</summary>
    public sealed record Truncated(int Rows, CountHeaders Headers = CountHeaders.Honest) : Fault
    {
        public override string Kind => "truncated";
    }

    /// <summary>406 "Could not get a database lock"; nothing was done.</summary>
    public sealed record DatabaseLock : Fault
    {
        public override string Kind => "database_lock";
    }

    /// <summary>
    /// Another administrator edits a list, right before the call or right after it. Where there is no such list, nothing happens.
    /// </summary>
    /// <param name="List">The list's name or its external_data_reference.</param>
    public sealed record AnotherAdministrator(string List) : Fault
    {
        public override string Kind => "another_administrator";

        public Moment When { get; init; } = Moment.Before;

        /// <summary>An address, a CIDR or <c>low-high</c>.</summary>
        public IReadOnlyList<string> Add { get; init; } = [];

        public IReadOnlyList<string> Remove { get; init; } = [];

        /// <summary>The list's new name; null: it stays.</summary>
        public string? Name { get; init; }

        /// <summary>The list's new description; null: it stays.</summary>
        public string? Description { get; init; }

        /// <summary>Whether the list is deleted instead of edited.</summary>
        public bool Delete { get; init; }

        /// <summary>Whether the edit is made active at once.</summary>
        public bool Provision { get; init; }

        /// <summary>The message of the policy version that this makes; null: none.</summary>
        public string? Message { get; init; }

        public string By { get; init; } = "/users/77";
    }
}
