using System.Text.Json.Nodes;
using Shield.PceSimulator.Events;
using Shield.PceSimulator.Faults;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Records;
using Shield.PceSimulator.Seeds;
using Shield.PceSimulator.State;
using Shield.PceSimulator.Traffic;
using Shield.PceSimulator.Users;
using Shield.PceSimulator.VirtualServices;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator;

/// <summary>Everything that a PCE knows. One request at a time reads and changes it, under <see cref="Gate"/>.</summary>
internal sealed class Pce : IDisposable
{
    private readonly StateFile? _state;
    private DateTimeOffset? _then;
    private ushort _workloads;
    private ushort _bindings;

    /// <exception cref="ArgumentException">The seed is unknown, or the state file is another's.</exception>
    public Pce(SimulatorOptions options, FaultScript faults)
    {
        Options = options;
        Org = new Org(options.OrgId);
        Faults = faults;
        Rate = new RateLimit(options);
        People = new People(options);
        var state = options.StateFile is { } path ? StateFile.Open(path, options) : null;
        try
        {
            _then = state?.Started;
            Seed.Sow(this);
            SeededVersion = Policy.Versions.Count;
            Policy.LeastId = options.LeastId;
            foreach (var request in state?.Requests ?? [])
            {
                _then = request.At;
                InnerCalls.Make(
                    this,
                    request.User,
                    request.At,
                    request.Method,
                    request.Href,
                    request.Body is null ? null : JsonNode.Parse(request.Body)
                );
            }
        }
        catch (Exception error)
        {
            state?.Dispose();
            if (error is Refusal)
            {
                throw new ArgumentException($"{options.StateFile} tells of {_then:O} what this simulator refuses: {error.Message}", error);
            }

            throw;
        }

        (_then, _state) = (null, state);
    }

    public SimulatorOptions Options { get; }

    public Org Org { get; }

    public Lock Gate { get; } = new();

    public PolicyBook Policy { get; } = new();

    public LabelBook Labels { get; } = new();

    public WorkloadBook Workloads { get; } = new();

    public EventLog Events { get; } = new();

    public People People { get; }

    public List<ServiceBinding> Bindings { get; } = [];

    public RecordBook Records { get; } = new();

    public JobBook Jobs { get; } = new();

    public TrafficBook Traffic { get; } = new();

    public TrafficQueryBook TrafficQueries { get; } = new();

    /// <summary>What was active when the simulator started: every host holds at least that.</summary>
    public int SeededVersion { get; private set; }

    public RateLimit Rate { get; }

    public FaultScript Faults { get; set; }

    /// <summary>Does what a request asks, wholly or not at all. Called under <see cref="Gate"/>.</summary>
    public Answer Run(Call call, Func<Pce, Call, Answer> feature)
    {
        var before = Policy.Mark;
        try
        {
            var answer = feature(this, call);
            if (KeptRequest.IsKept(call))
            {
                _state?.Append(KeptRequest.Of(call));
            }

            return answer;
        }
        catch (Refusal)
        {
            Policy.GoBack(before);
            throw;
        }
    }

    /// <summary>The clock's time; while a state file is read, the time of the request that is made again.</summary>
    public DateTimeOffset Now => _then ?? Options.Clock.GetUtcNow();

    /// <summary>Counted, not drawn: a start from a state file must come to the same ids.</summary>
    public Guid NextWorkloadId() => new(0x5bd1e995, 0x21, 0x4a00, 0x80, 0, 0, 0, 0, 0, (byte)(++_workloads >> 8), (byte)_workloads);

    public Guid NextBindingId() => new(0x5bd1e995, 0x22, 0x4a00, 0x80, 0, 0, 0, 0, 0, (byte)(++_bindings >> 8), (byte)_bindings);

    public void Dispose() => _state?.Dispose();
}
