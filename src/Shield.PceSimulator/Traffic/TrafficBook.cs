using System.Collections.Immutable;

namespace Shield.PceSimulator.Traffic;

/// <summary>Who talks to whom: the contacts of the seed, or others in their place.</summary>
internal sealed class TrafficBook
{
    public ImmutableArray<Contact> Contacts { get; private set; } = [];

    public void Add(IEnumerable<Contact> contacts) => Contacts = [.. Contacts, .. contacts];

    public void Clear() => Contacts = [];
}
