insert into event (campaign_id, sequence, submission_id, kind, num_dossier, actor, created_at)
values (:campaign_id, :sequence, :submission_id, 'évaluation', :num_dossier, 'B', :created_at);

insert into review_event (campaign_id, sequence, num_dossier, reviewer, version, status, answers, verdict, category, comment, grid_hash)
values (:campaign_id, :sequence, :num_dossier, 'B', 1, 'soumise', :answers, 'non', null, '', :grid_hash)
