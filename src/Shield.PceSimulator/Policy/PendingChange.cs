namespace Shield.PceSimulator.Policy;

/// <param name="UpdateType"><c>create</c>, <c>update</c> or <c>delete</c>.</param>
internal sealed record PendingChange(PolicyObject Object, string UpdateType, Stamp Touched)
{
    public PolicyKey Key => Object.Key;
}
