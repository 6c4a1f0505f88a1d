using System.Collections.Immutable;
using Shield.Core.Findings;

namespace Shield.Service.Recording;

/// <summary>The parts of an input that were not understood: the first hundred by name, the rest as a number.</summary>
internal sealed class Rejections
{
    private const int MostListed = 100;

    private readonly ImmutableArray<Rejection>.Builder _listed = ImmutableArray.CreateBuilder<Rejection>();

    public int Count { get; private set; }

    /// <summary>It breaks off, or what packs it is damaged: a file that is still being written looks so, too.</summary>
    public bool IsDamaged { get; private set; }

    public ImmutableArray<Rejection> Listed => _listed.ToImmutable();

    public void Add(ImmutableArray<Rejection> rejections)
    {
        Count += rejections.Length;
        _listed.AddRange(rejections.Take(MostListed - _listed.Count));
    }

    public void AddDamage(string name, string why)
    {
        IsDamaged = true;
        Add([new Rejection(name, "", $"cannot be read any further: {why}")]);
    }
}
